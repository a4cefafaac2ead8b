import './staff.css';
import { render } from '../look/frame.tsx';
import { StaffApp } from './staff-app.tsx';

render(<StaffApp />);
